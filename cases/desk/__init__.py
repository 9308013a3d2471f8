"""The desk: what lies on my posts, the page of a case, logging on somebody's behalf, my notices."""
