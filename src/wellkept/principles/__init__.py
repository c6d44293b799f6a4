"""One file a principle: its promise to the customer, how it is carried out, what guards it, what measures it.

They only declare; each points, by import, at the code that does the work. This is the map from the mission to the code.
Offers: `book.PRINCIPLES`. Needs: every room below.
"""
