#include "modules/backup/facts.hpp"

#include <fmt/format.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

namespace gavel::backup {

namespace json = boost::json;

std::string write_facts(const facts& f) {
    json::object rows;
    for (const auto& [table, count] : f.rows) rows[table] = count;
    json::object all;
    all["seen_at"] = f.seen_at;
    all["rows"] = std::move(rows);
    all["database_bytes"] = f.database_bytes;
    all["objects"] = f.objects;
    all["missing_objects"] = f.missing_objects;
    all["with_media"] = f.with_media;
    all["configuration"] = f.configuration;
    return json::serialize(all);
}

facts read_facts(std::string_view text) {
    try {
        const auto all = json::parse(text);
        facts f;
        f.seen_at = json::value_to<std::string>(all.at("seen_at"));
        for (const auto& each : all.at("rows").as_object()) f.rows[each.key()] = each.value().to_number<std::int64_t>();
        f.database_bytes = all.at("database_bytes").to_number<std::int64_t>();
        f.objects = all.at("objects").to_number<std::int64_t>();
        f.missing_objects = all.at("missing_objects").to_number<std::int64_t>();
        f.with_media = all.at("with_media").as_bool();
        f.configuration = json::value_to<std::string>(all.at("configuration"));
        return f;
    } catch (const std::exception&) {
        throw damaged("the facts of the backup cannot be read");
    }
}

std::vector<std::string> differences(const facts& saved, const std::map<std::string, std::int64_t>& copy) {
    std::vector<std::string> found;
    for (const auto& [table, count] : saved.rows) {
        const auto here = copy.find(table);
        if (here == copy.end()) found.push_back(fmt::format("the table {} is missing", table));
        else if (here->second != count) found.push_back(fmt::format("{} has {} rows, {} were saved", table, here->second, count));
    }
    return found;
}

}  // namespace gavel::backup
