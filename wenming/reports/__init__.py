"""What the weeks say, as documents: reports, circulars, orders to rectify, self-assessments, summaries."""
