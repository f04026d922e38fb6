"""What a resident prefers, learned from what she did and nothing else. Pure: NumPy, no clock, no disk, no network.

It promises that everything learned about a resident is a sorted list of whole numbers from which her part in every
city-wide number can be taken back exactly; that a city-wide number is used only with five residents behind it; that
places, events and services are weighed by the same named features; and that every order can be explained by them.
"""
