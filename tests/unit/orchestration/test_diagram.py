from pipeline.contracts import load_contracts
from pipeline.orchestration.assets import build_assets
from pipeline.orchestration.diagram import COMMAND, PAGE, direct_reads, page, steps_of

ASSETS = build_assets(load_contracts())


def test_the_page_shows_the_definitions_of_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(ASSETS), f"The asset graph has changed; write it anew: {COMMAND}"


def test_arrows_that_follow_from_others_are_left_out() -> None:
    reads = direct_reads(steps_of(ASSETS))
    assert reads["release"] == ["audit"]
    assert reads["audit"] == ["rejects"]
    assert reads["split_articles"] == ["source_files"]
    assert "articles" not in reads["resolve_articles"]


def test_every_asset_is_on_the_page() -> None:
    text = page(ASSETS)
    for asset in ASSETS:
        for key in asset.keys:
            assert f"| `{key.to_user_string()}` |" in text
