"""People, their sealed identity, and how messy cells name them."""
