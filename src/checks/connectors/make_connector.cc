#include "checks/connectors/http/mapping.h"
#include "checks/connectors/native/answer.h"

namespace heed::checks {

std::unique_ptr<Connector> make_connector(std::shared_ptr<const SourceDeclaration> source) {
  if (source->kind == SourceKind::http) return make_http_connector(std::move(source));
  return make_native_connector(std::move(source));
}

}  // namespace heed::checks
