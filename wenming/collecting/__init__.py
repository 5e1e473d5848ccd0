"""Forms go out as workbooks and come back: read, held against the forms, shown, and written into them."""
