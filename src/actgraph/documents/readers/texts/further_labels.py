"""Labels that documents add to those of the official forms."""

import re

from actgraph.documents.readers import labels

# What is no label, but ends what stands before it: headings that summaries add, and of web pages.
NOISE = (
    "question answer", "field information", "field description", "provider information", "model information",
    "training data overview", "data characteristics", "click for full information", "use via api built with gradio",
)  # fmt: skip
# Questions that documents add to the form: label → name of the field.
FURTHER = {
    labels.SUMMARY: {
        "model release date": "model release date",
        "is data collection ongoing to update the model with new data collection after deployment": "data collection",
        "size of dataset and characteristics": "",  # a heading
        "was personal data used to train the model": "personal data",
        "model developer name and contact details": "developer",
        "was any synthetic ai generated data used to train the model": "synthetic data of anybody",
        "date the training dataset was first used to train the model": "first use of data",
        "other training data size": "size of other data",
        "other training data content": "field 1.3.other",
    }
    | {f"{one} training data size": f"field 1.3.{one}.range" for one in ("text", "image", "audio", "video")}
    | {
        f"{one} {words}": f"field 1.3.{one}.types"
        for one in ("text", "image", "audio", "video")
        for words in ("training data content", "types of content", "type of content")
    },
    labels.FORM: {
        "authorised representative name and contact details": "authorised representative",
        "model family": "model family",
        "export regulations": "export regulations",
        "latest date of data acquisition": "latest acquisition",
    },
}
# A question on a line of its own that is none of the form: it begins with “If yes,”, or boxes or yes or no follow it.
FURTHER_QUESTION = re.compile(
    rf"^[ \t\d.•◦*-]*(?:If (?:yes|so|no)\b{labels.LABEL_SIGNS}{{5,250}}[:?](?=\s)"
    rf"|(?:Is|Are|Was|Were|Do|Does|Did|Has|Have|Which|What|How)\b{labels.LABEL_SIGNS}{{5,250}}\?\s*(?:[☐☒☑□\[]|(?:Yes|No)\b))",
    re.MULTILINE,
)
