"""A synthetic city population: people who do not exist, in households that could.

It promises that the same parameters, seed, size and day always give the same population; that age
pyramid, household sizes and district shares come out as asked; that ages within a household fit together; that what
the city does not know is marked unknown and never written as nothing; and that every synthetic resident carries an
identifier, an address of electronic mail and a telephone number that nobody real can have.

Pure apart from ``files``, which writes to disk and reads from it. NumPy is all it needs.
"""

from manto.residents.synthetic.generation import generate
from manto.residents.synthetic.parameters import PopulationParameters
from manto.residents.synthetic.population import Population, SyntheticFact
from manto.residents.synthetic.reading import parse_parameters

__all__ = ["Population", "PopulationParameters", "SyntheticFact", "generate", "parse_parameters"]
