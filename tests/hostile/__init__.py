"""What hostile and broken senders upload and type; made here, so that no such file lies in the repository."""
