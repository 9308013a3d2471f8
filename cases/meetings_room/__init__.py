"""Door for joint meetings (联席会): the list, the pool of proposed items, and the room in which they are decided."""
