"""What is measured, one file per subject. Each yields Figures; nothing here decides whether a figure is good."""
