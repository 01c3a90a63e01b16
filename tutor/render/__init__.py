"""What a terminal can show of mathematics, pictures and numbers: pure functions from plain data to text.

markdown, math, latex, forms, symbols    formulas in a text as readable Unicode
picture, slider, overlay, raster         pictures in character cells, with masks and boxes over them
scatter, curve, heatmap, axes            points, curves and small matrices
colours, legend, fitting                 what these drawings share
plain                                    text of the learner's, made harmless
"""
