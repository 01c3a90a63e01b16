"""The data that the course trains on, without a network: read from what is installed, made by rules, or shipped.

    digits, tables      small tables of scikit-learn, read without importing it (`bundled` finds them)
    scenes, moons       pictures and points that are composed anew for each seed
    names, docstrings   words and sentences with a class (`letters`, `repeats` make them fit to learn from)
    prose, french       English text, and English sentences with their French (`numerals` says numbers and days)
    images, pairs       the digits and the French sentences again, or what `--data` asks for in their place (`opened`)

Scripts import one of these; nothing is loaded before it is asked for.
"""
