"""Many towns in one run: named, built in processes of their own, summed up; a fault of one stops no other."""
