"""The portal's pages of staff lists: one's own organisations, a registrar's list, the way in by an invitation."""
