"""What the API's rooms share: the catalogue of questionnaires as a dependency."""

from typing import Annotated

from fastapi import Depends, Request

from questionnaires.catalogue import Catalogue


def catalogue(request: Request) -> Catalogue:
    found: Catalogue = request.app.state.catalogue
    return found


CatalogueOf = Annotated[Catalogue, Depends(catalogue)]
