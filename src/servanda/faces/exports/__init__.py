"""What leaves the house for other programs: rows with the guide's field names, as JSON Lines or CSV."""
