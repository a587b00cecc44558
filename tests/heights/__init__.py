"""How high each question stands on its page, answered and unanswered, at a desk and on a phone."""
