#include "modules/backup/wal_records.hpp"

#include "modules/backup/signed_text.hpp"
#include "modules/backup/wal_names.hpp"

#include <fmt/format.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

namespace gavel::backup {
namespace {

namespace json = boost::json;

constexpr std::string_view wal_purpose = "wal", base_purpose = "base";

std::string text_at(const json::value& from, std::string_view key) { return json::value_to<std::string>(from.at(key)); }

}  // namespace

std::string write_wal_head(const wal_head& h, const signing_key& by) {
    const json::object said{{"system", h.system}, {"name", h.name}, {"bytes", h.bytes}, {"sha256", h.sha256}};
    return sign_text(wal_purpose, json::serialize(said), by) + "\n";
}

found_head read_wal_head(std::string_view stored, const std::vector<signer>& trusted) {
    const auto first = stored.find('\n'), second = first == std::string_view::npos ? first : stored.find('\n', first + 1);
    if (second == std::string_view::npos || second >= wal_head_bytes_max) throw damaged("it has no head");
    const auto text = proven_text(wal_purpose, stored.substr(0, second), trusted);
    const auto said = json::parse(text);  // ours: it was signed
    found_head found;
    found.said.system = text_at(said, "system");
    found.said.name = text_at(said, "name");
    found.said.bytes = said.at("bytes").to_number<std::uint64_t>();
    found.said.sha256 = text_at(said, "sha256");
    found.length = second + 1;
    return found;
}

std::uint64_t base_record::bytes() const {
    std::uint64_t sum = 0;
    for (const auto& each : parts) sum += each.bytes;
    return sum;
}

std::string write_base_record(const base_record& r, const signing_key& by) {
    json::array parts;
    for (const auto& each : r.parts) parts.push_back(json::object{{"name", each.name}, {"bytes", each.bytes}, {"sha256", each.sha256}});
    const json::object said{{"system", r.system},
                            {"id", r.id},
                            {"first_wal", r.first_wal},
                            {"finished", format_exactly(r.finished)},
                            {"parts", std::move(parts)}};
    return sign_text(base_purpose, json::serialize(said), by);
}

base_record read_base_record(std::string_view text, const std::vector<signer>& trusted) {
    const auto said = json::parse(proven_text(base_purpose, text, trusted));
    base_record r;
    r.system = text_at(said, "system");
    r.id = text_at(said, "id");
    r.first_wal = text_at(said, "first_wal");
    r.finished = parse_instant(text_at(said, "finished")).value();
    for (const auto& each : said.at("parts").as_array()) {
        part p;
        p.name = text_at(each, "name");
        p.bytes = each.at("bytes").to_number<std::uint64_t>();
        p.sha256 = text_at(each, "sha256");
        r.parts.push_back(std::move(p));
    }
    return r;
}

}  // namespace gavel::backup
