"""What was learned about a resident: kept with consent, brought into the one frame, shown, forgotten, fitted at night."""
