#include "modules/ledger/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gavel::ledger {
namespace {

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }

// kind:part or kind:part:part, as the schema has it.
bool is_name(std::string_view text, std::size_t most) {
    if (text.size() > most || text.empty() || !is_small(text.front()) || text.ends_with(':')) return false;
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || text.find("::") != std::string_view::npos) return false;
    return std::ranges::all_of(text.substr(0, colon), is_small) &&
           std::ranges::all_of(text.substr(colon), [](char c) { return c == ':' || is_word(c); });
}

bool is_key(std::string_view text) {
    return !text.empty() && text.size() <= 200 && is_small(text.front()) &&
           std::ranges::all_of(text, [](char c) { return is_word(c) || (c >= 'A' && c <= 'Z') || c == '.' || c == ':'; });
}

bool is_reason(std::string_view text) {
    return text.size() >= 2 && text.size() <= 40 && std::ranges::all_of(text, [](char c) { return is_small(c) || c == '_'; });
}

bool is_book(std::string_view name) {
    if (!is_name(name, 80)) return false;
    const auto kind = name.substr(0, name.find(':'));
    if (kind == "wallet") return account_id::parse(name.substr(7)).has_value();
    return kind == "escrow" || kind == "income" || kind == "outside";
}

}  // namespace

book wallet_of(account_id owner) { return {"wallet:" + owner.text()}; }
book escrow_of(std::string_view subject) { return {fmt::format("escrow:{}", subject)}; }
book income_of(std::string_view what) { return {fmt::format("income:{}", what)}; }
book outside(std::string_view provider) { return {fmt::format("outside:{}", provider)}; }

std::optional<std::string> fault_of(const posting& p) {
    if (!is_key(p.key)) return fmt::format("the key {} is not one", p.key);
    if (!is_reason(p.reason)) return fmt::format("the reason {} of {} is not a word", p.reason, p.key);
    if (!is_name(p.subject, 100)) return fmt::format("the subject {} of {} is not kind:id", p.subject, p.key);
    if (p.entries.size() < lines_min || p.entries.size() > lines_max) return fmt::format("{} has {} entries", p.key, p.entries.size());
    std::int64_t sum = 0;
    for (const auto& each : p.entries) {
        if (!is_book(each.on.name)) return fmt::format("{} is not a book ({})", each.on.name, p.key);
        if (each.amount == 0 || each.amount > entry_max || each.amount < -entry_max)
            return fmt::format("{} cannot be added to {} ({})", each.amount, each.on.name, p.key);
        sum += each.amount;
    }
    if (sum != 0) return fmt::format("the entries of {} sum to {}", p.key, sum);
    return std::nullopt;
}

std::map<std::string, std::int64_t> net_of(const std::vector<entry>& entries) {
    std::map<std::string, std::int64_t> net;
    for (const auto& each : entries) net[each.on.name] += each.amount;
    return net;
}

bool has_floor(std::string_view book_name) { return book_name.starts_with("wallet:") || book_name.starts_with("escrow:"); }

bool covered(const std::map<std::string, std::int64_t>& net, const std::map<std::string, standing>& before) {
    return std::ranges::all_of(net, [&](const auto& each) {
        const auto& [name, added] = each;
        return !has_floor(name) || added >= 0 || before.at(name).available() + added >= 0;
    });
}

std::vector<entry> in_order(std::vector<entry> entries) {
    std::ranges::stable_partition(entries, [](const entry& each) { return each.amount > 0; });
    return entries;
}

}  // namespace gavel::ledger
