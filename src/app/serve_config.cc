#include "app/serve_config.h"

#include "policy/document.h"

namespace heed::app {

Result<ServeConfig> read_serve_config(const std::filesystem::path& file) {
  HEED_TRY(const policy::Document document, policy::Document::load(file));
  const std::filesystem::path beside = file.parent_path();
  const policy::Table root = document.root();
  const auto path = [&](const policy::Table& table, const char* key) {
    return beside / table.string(key);
  };
  ServeConfig out;
  const policy::Table force = root.table("force");
  out.force_name = force.string("name");
  out.force_code = force.string("code");
  out.zone = force.string("zone");
  const policy::Table files = root.table("files");
  out.policy = path(files, "policy");
  out.staff = path(files, "staff");
  out.competences = path(files, "competences");
  if (const auto wards = files.optional_string("wards")) out.wards = beside / *wards;
  if (const auto connections = files.optional_string("connections")) {
    out.connections = beside / *connections;
  }
  if (const auto extracts = root.optional_table("extracts")) {
    for (const std::string& source : extracts->keys()) {
      out.extracts[source] = beside / extracts->string(source);
    }
  }
  const policy::Table listen = root.table("listen");
  out.address = listen.string("address");
  out.port = static_cast<int>(listen.integer("port", 0, 65535));
  if (const auto certificate = listen.optional_string("certificate")) {
    out.certificate = beside / *certificate;
    out.certificate_key = path(listen, "key");
  }
  out.hosts = listen.optional_strings("hosts");
  if (const auto telephone = root.optional_table("telephone")) {
    out.telephone = telephone->string_or("url", "");
    out.default_handler = telephone->string("default_handler");
  }
  HEED_CHECK(document.finish());
  return out;
}

}  // namespace heed::app
