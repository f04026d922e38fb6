"""Other ways to the same tools: an assistant of one's own by the Model Context Protocol, a language model at an address.

Neither can do what the pages cannot; each use of what is a resident's own leaves a line that she reads.
"""
