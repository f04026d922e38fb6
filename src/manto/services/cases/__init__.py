"""Cases: where an application stands, who may move it where, and until when. Pure.

It promises that nobody moves a case where its service's table does not let them; that the machine may grant and never
refuses; and that each state says whose turn it is.
"""
