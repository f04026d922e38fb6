"""The sentence model: the steps on small tables, and the packaged one on what its makers published."""

import json
import struct
from pathlib import Path

import numpy as np
from tests.assistant.conversation.held_out import assert_understands

from manto.assistant.conversation.classifier import train
from manto.assistant.conversation.intents import phrasings
from manto.assistant.conversation.sentence_model import SentenceModel, read_model


def small_model() -> SentenceModel:
    """Give a sentence model of two layers with weights drawn by lot: the real steps, on small tables."""
    rng = np.random.default_rng(3)
    width, inner = 8, 16
    shapes = {
        "embeddings.word_embeddings.weight": (9, width),
        "embeddings.position_embeddings.weight": (12, width),
        "embeddings.token_type_embeddings.weight": (2, width),
        "embeddings.LayerNorm.weight": (width,),
        "embeddings.LayerNorm.bias": (width,),
    }
    for layer in ("encoder.layer.0.", "encoder.layer.1."):
        for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            shapes |= {f"{layer}{part}.weight": (width, width), f"{layer}{part}.bias": (width,)}
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{layer}{part}.weight": (width,), f"{layer}{part}.bias": (width,)}
        shapes |= {f"{layer}intermediate.dense.weight": (inner, width), f"{layer}intermediate.dense.bias": (inner,)}
        shapes |= {f"{layer}output.dense.weight": (width, inner), f"{layer}output.dense.bias": (width,)}
    weights = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    pieces = {"[PAD]": 0, "[CLS]": 1, "[SEP]": 2, "[UNK]": 3, "park": 4, "##ing": 5, "permit": 6, "school": 7, "bus": 8}
    return SentenceModel(weights, pieces, heads=2)


def test_a_sentence_has_one_direction_whatever_stands_beside_it() -> None:
    """Longer sentences in the same batch change nothing: padding is not attended to."""
    model = small_model()

    alone = model.directions(["parking permit"])[0]
    together = model.directions(["parking permit", "school bus parking permit school bus"])[0]

    assert np.allclose(alone, together, atol=1e-5)
    assert np.isclose(np.linalg.norm(alone), 1)
    assert not np.allclose(alone, model.directions(["school bus"])[0], atol=1e-3)


def test_weights_are_read_from_a_file_of_safetensors(tmp_path: Path) -> None:
    """Header, then tables, as the format says; what is read speaks as what was written."""
    model = small_model()
    header, body = {}, b""
    for name, table in model.weights.items():
        header[name] = {
            "dtype": "F32",
            "shape": list(table.shape),
            "data_offsets": [len(body), len(body) + table.nbytes],
        }
        body += table.tobytes()
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    (tmp_path / "model.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + body)
    (tmp_path / "vocab.txt").write_text("\n".join(model.pieces))
    (tmp_path / "config.json").write_text('{"num_attention_heads": 2}')

    read = read_model(tmp_path)

    assert np.array_equal(read.directions(["school bus"]), model.directions(["school bus"]))


def test_meaning_adds_to_words() -> None:
    """With a sentence model the classifier asks it too, and says so in its scores."""
    model = small_model()
    texts = ["parking permit", "permit parking", "school bus", "bus school"]

    made = train(texts, ["a", "a", "b", "b"], model.directions(texts))

    assert [made.guesses(text, model)[0].intent for text in texts] == ["a", "a", "b", "b"]
    assert not np.allclose(made.scores("bus", model), made.scores("bus"))


def test_the_packaged_model_says_what_its_makers_published(sentence_model: SentenceModel) -> None:
    """Source: the quick start of Sentence Transformers, all-MiniLM-L6-v2."""
    some = sentence_model.directions(
        ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    )

    published = [[1.0, 0.6660, 0.1046], [0.6660, 1.0, 0.1411], [0.1046, 0.1411, 1.0]]
    assert np.allclose(some @ some.T, published, atol=1e-4)


def test_unseen_questions_are_understood_with_the_sentence_model_too(sentence_model: SentenceModel) -> None:
    """What is promised without it holds with it."""
    texts = [one.text for one in phrasings()]
    made = train(texts, [one.intent for one in phrasings()], sentence_model.directions(texts))

    assert_understands(lambda text: made.guesses(text, sentence_model)[0])
