"""Facts on their way out of the house: endpoints, deliveries, and what became of them."""
