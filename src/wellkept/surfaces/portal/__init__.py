"""What customers see. No password: a signed link that names the person, runs out and can be taken back."""
