#include "platform/pg/program_environment.hpp"

#include "platform/pg/conninfo.hpp"

#include <cstdlib>
#include <stdexcept>

namespace gavel::pg {
namespace {

// As a value of a connection string.
std::string connection_value(std::string_view value) {
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    return text + "'";
}

}  // namespace

std::vector<std::pair<std::string, std::string>> program_environment(const std::string& url) {
    std::vector<std::pair<std::string, std::string>> variables;
    const auto found = read_conninfo(url);
    for (const auto* each = found.get(); each->keyword; ++each) {
        if (each->val && *each->val) {
            if (!each->envvar)
                throw std::invalid_argument(std::string("the address of the database has ") + each->keyword +
                                            ", which PostgreSQL's programs cannot be told");
            variables.emplace_back(each->envvar, each->val);
        } else if (const char* ours = each->envvar ? std::getenv(each->envvar) : nullptr) {
            variables.emplace_back(each->envvar, ours);
        }
    }
    return variables;
}

std::string with_database(const std::string& url, const std::string& database) {
    std::string text = "dbname=" + connection_value(database);
    const auto found = read_conninfo(url);
    for (const auto* each = found.get(); each->keyword; ++each)
        if (each->val && *each->val && std::string_view(each->keyword) != "dbname")
            text += std::string(" ") + each->keyword + "=" + connection_value(each->val);
    return text;
}

}  // namespace gavel::pg
