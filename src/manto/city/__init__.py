"""The city: everything that makes one city different from another, read from one folder.

It promises that a city changes its name, colours, languages and content in that folder and nowhere else, and that
a mistake in it is told with the file and the key.
"""

from manto.city.folder import City, find_city_folder, load_city, read_yaml

__all__ = ["City", "find_city_folder", "load_city", "read_yaml"]
