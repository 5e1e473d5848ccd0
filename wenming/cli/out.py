"""The option that says where documents go."""

from pathlib import Path

import click

from wenming.base.i18n import N_, _
from wenming.county import stores

OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("outputs"),
    metavar=N_("文件夹"),
    help=N_("公文放在哪个文件夹，一个镇一个子文件夹；不写就是 outputs"),
)


def _folder_or_address(_ctx: click.Context, _parameter: click.Parameter, value: str) -> str:
    """The folder or the address of a store (s3://…) that *value* is."""
    value = stores.plain(value)
    is_file = not stores.is_remote(value) and Path(value).exists() and not Path(value).is_dir()
    if is_file:
        raise click.UsageError(_("--out 要写一个文件夹，{path} 是一个文件").format(path=value))
    return value


OUT_ANYWHERE = click.option(
    "--out",
    default="outputs",
    callback=_folder_or_address,
    metavar=N_("文件夹"),
    help=N_("公文放在哪个文件夹，一个镇一个子文件夹；不写就是 outputs；也可以是 s3:// 这样的地址"),
)
