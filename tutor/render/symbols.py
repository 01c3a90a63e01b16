"""What LaTeX commands and characters look like in Unicode: plain tables for `tutor.render.math`."""

from __future__ import annotations

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "pi": "π", "rho": "ρ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip

LETTERLIKE = {
    "infty": "∞", "partial": "∂", "nabla": "∇", "ell": "ℓ", "hbar": "ℏ", "emptyset": "∅", "varnothing": "∅", "top": "ᵀ",
    "bot": "⊥", "forall": "∀", "exists": "∃", "neg": "¬", "lnot": "¬", "prime": "′", "dagger": "†", "star": "⋆",
    "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱", "Re": "Re", "Im": "Im", "aleph": "ℵ",
    "triangle": "△", "square": "□", "checkmark": "✓", "degree": "°", "#": "#", "%": "%", "&": "&", "$": "$", "_": "_",
}  # fmt: skip

BINARY = {
    "cdot": "·", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "ast": "*", "circ": "∘", "odot": "⊙", "oplus": "⊕",
    "otimes": "⊗", "cup": "∪", "cap": "∩", "setminus": "∖", "wedge": "∧", "land": "∧", "vee": "∨", "lor": "∨",
    "bullet": "•",
}  # fmt: skip

RELATION = {
    "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "equiv": "≡", "sim": "~",
    "simeq": "≃", "cong": "≅", "propto": "∝", "ll": "≪", "gg": "≫", "in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂",
    "subseteq": "⊆", "supset": "⊃", "supseteq": "⊇", "to": "→", "rightarrow": "→", "longrightarrow": "→",
    "leftarrow": "←", "gets": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "implies": "⇒", "Leftarrow": "⇐",
    "Leftrightarrow": "⇔", "iff": "⇔", "mapsto": "↦", "mid": "|", "parallel": "∥", "perp": "⊥", "coloneqq": ":=",
    "lt": "<", "gt": ">", "uparrow": "↑", "downarrow": "↓", "leftharpoons": "⇌",
}  # fmt: skip

LARGE = {
    "sum": "∑", "prod": "∏", "int": "∫", "iint": "∬", "oint": "∮", "bigcup": "⋃", "bigcap": "⋂", "bigoplus": "⨁",
    "bigodot": "⨀", "coprod": "∐",
}  # fmt: skip

FUNCTIONS = frozenset({
    "softmax", "tanh", "sinh", "cosh", "sin", "cos", "tan", "arctan", "arcsin", "arccos", "exp", "log", "ln", "lg",
    "max", "min", "sup", "inf", "lim", "det", "dim", "ker", "rank", "tr", "arg", "argmax", "argmin", "deg", "gcd",
    "Pr", "sign", "sgn", "relu", "ReLU", "sigmoid", "diag", "var", "Var", "cov", "Cov", "softplus", "clip", "mod",
    "bmod",
})  # fmt: skip

DELIMITERS = {
    "{": "{", "}": "}", "lbrace": "{", "rbrace": "}", "langle": "⟨", "rangle": "⟩", "|": "‖", "Vert": "‖", "vert": "|",
    "lVert": "‖", "rVert": "‖", "lvert": "|", "rvert": "|", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "lbrack": "[", "rbrack": "]",
}  # fmt: skip
OPENING = frozenset("([{⟨⌊⌈") | {"lVert", "lvert"}

SPACES = {
    ",": " ",
    ":": " ",
    ";": " ",
    " ": " ",
    "!": "",
    "quad": "   ",
    "qquad": "      ",
    "enspace": " ",
    "thinspace": " ",
}
NOTHING = frozenset({
    "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "left", "right", "big", "Big", "bigg", "Bigg",
    "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "middle", "nonumber", "notag", "hline",
    "allowbreak",
})  # fmt: skip

ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0305", "tilde": "\u0303",
    "widetilde": "\u0303", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "underline": "\u0332", "check": "\u030c",
    "overrightarrow": "\u20d7", "overleftarrow": "\u20d6",
}  # fmt: skip

STYLES = frozenset({
    "text", "textrm", "textbf", "textit", "texttt", "textsf", "mathrm", "mathbf", "mathit", "mathsf", "mathtt",
    "boldsymbol", "bm", "mbox", "operatorname", "emph", "mathnormal", "boxed", "pmb", "underbrace", "overbrace",
})  # fmt: skip
UPRIGHT = frozenset({"text", "textrm", "textbf", "textit", "texttt", "textsf", "mbox", "emph"})
DOUBLE_STRUCK = dict(zip("RNZQCPH", "ℝℕℤℚℂℙℍ", strict=True))
SCRIPT = dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True))

SUPERSCRIPT = dict(
    zip(
        "0123456789+−-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWᵀ′*βγδθφχ",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ′*ᵝᵞᵟᶿᵠᵡ",
        strict=True,
    )
)
SUBSCRIPT = dict(zip("0123456789+−-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True))

RELATION_CHARS = "=<>≤≥≠≈:→"
BINARY_CHARS = "+-−*/×·"
