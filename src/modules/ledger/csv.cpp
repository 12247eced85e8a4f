#include "modules/ledger/csv.hpp"

#include <fmt/format.h>

#include <iterator>

namespace gavel::ledger {

std::string csv_field(std::string_view text) {
    std::string field;
    if (!text.empty() && std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos) field += '\'';
    field += text;
    if (field.find_first_of("\",\r\n") == std::string::npos) return field;
    std::string quoted = "\"";
    for (const char c : field) quoted.append(c == '"' ? 2 : 1, c);
    return quoted + '"';
}

std::string csv_amount(std::int64_t minor_units) {
    const auto size = minor_units < 0 ? -static_cast<std::uint64_t>(minor_units) : static_cast<std::uint64_t>(minor_units);
    return fmt::format("{}{}.{:02}", minor_units < 0 ? "-" : "", size / 100, size % 100);
}

std::string csv_of(const std::vector<statement_line>& lines) {
    std::string all = "\xEF\xBB\xBFposted_at,transaction,reason,subject,amount,balance_after,currency\r\n";
    for (const auto& each : lines)
        fmt::format_to(std::back_inserter(all), "{},{},{},{},{},{},{}\r\n", format_instant(each.at), each.place.transaction,
                       csv_field(each.reason), csv_field(each.subject), csv_amount(each.amount.amount),
                       csv_amount(each.balance_after.amount), each.amount.currency.code());
    return all;
}

}  // namespace gavel::ledger
