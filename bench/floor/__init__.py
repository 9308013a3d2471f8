"""The floor to compare with: the least a Django REST framework view can do that stores two rows or lists fifty."""
