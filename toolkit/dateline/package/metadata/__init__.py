"""How others describe a release: citations, and metadata of seven standards, all from its descriptor."""

from dateline.package.metadata.citing import citation_line
from dateline.package.metadata.documents import citations, metadata_documents, schema_org
from dateline.package.metadata.schemaorg import script_json

__all__ = ["citation_line", "citations", "metadata_documents", "schema_org", "script_json"]
