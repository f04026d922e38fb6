"""Public records: titles, vehicles, licences, passports, voter rolls, deaths and insurance, kept on the ledger.

It promises that a record type is data and needs no code; that whoever must sign has signed before anything is entered;
that what one record does to another is a statement of its own, with its evidence, and can be taken back exactly; that a
holder is told at once of whatever is filed against her record and can stop it; that what is said about people is
encrypted, is shown only with a line that says who looked, and can be destroyed for good.
"""
