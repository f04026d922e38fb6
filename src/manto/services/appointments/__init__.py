"""Appointments: the times at which an office sees people, as the city's folder says, and who takes which."""
