"""The sentences of this chapter: what they look like, as ids, and as the decoder is told them."""

from collections import Counter

from sentences import vocabularies
from shift_right import shift_right
from torch import tensor
from vocab import SOS

from tutor import live
from tutor.datasets import french

live.seed()
data = french.load()
pairs = [f"{french.written(english)}\n  {french.written(said)}" for english, said in data.train[:5]]
live.text("Five of 7,500 sentences to learn from", "\n".join(pairs))

vocabs = vocabularies(data.train)
sizes = [sum(len(pair[side].split()) for pair in data.train) / len(data.train) for side in (0, 1)]
live.say(f"English: {len(vocabs[0]) - 4} words, {sizes[0]:.1f} in a sentence on average.")
live.say(f"French: {len(vocabs[1]) - 4} words, {sizes[1]:.1f} in a sentence.")

forms = Counter(word for _, said in data.train for word in said.split())
groups = {
    "the": ["le", "la", "l'", "les"],
    "old": ["vieux", "vieil", "vieille", "vieilles"],
    "this": ["ce", "cet", "cette", "ces"],
    "not": ["ne", "n'"],
}
lines = [f"{word:6}" + "".join(f"{form:>9} {forms[form]:5}" for form in some) for word, some in groups.items()]
live.text("One English word, several French ones, and how often each stands in them", "\n".join(lines))

said = "j' aime l' arbre vert"
y = vocabs[1].encode(said.split())
told = shift_right(tensor([y]), SOS)[0].tolist()
words = ["<sos>", *said.split(), "<eos>"]
table = ["place           " + "".join(f"{place:8}" for place in range(len(y)))]
table += ["told            " + "".join(f"{word:>8}" for word in words[:-1])]
table += ["  its ids       " + "".join(f"{number:8}" for number in told)]
table += ["should write    " + "".join(f"{word:>8}" for word in words[1:])]
table += ["  its ids       " + "".join(f"{number:8}" for number in y)]
live.text("I like the green tree: what the decoder is told, and what it should write", "\n".join(table))

unknown = "j' aime l' éléphant vert"
back = " ".join(vocabs[1].decode(vocabs[1].encode(unknown.split())))
live.text("A word that no training sentence has", f"{unknown}\n{back}")

live.say(f"{len(french.HELD_OUT)} pairs, such as green with apple or old with friend, stand in none of the 7,500.")
live.text(
    "Sentences with such a pair, kept for a test of their own",
    "\n".join(f"{french.written(english)}\n  {french.written(said)}" for english, said in data.unseen[:3]),
)
live.result(english_words=len(vocabs[0]) - 4, french_words=len(vocabs[1]) - 4)
