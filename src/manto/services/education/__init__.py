"""Education: when one asks, which school is a home's, who comes before whom on a list, when there is no school. Pure."""
