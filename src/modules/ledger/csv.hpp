// A statement as a table for spreadsheets (RFC 4180). Pure.
#pragma once
#include "modules/ledger/model.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gavel::ledger {

// Quoted where it must be. What a spreadsheet would take for a formula (it begins with = + - @, a tab or a line end) gets an apostrophe in
// front; spreadsheets do not show it.
std::string csv_field(std::string_view text);

// Whole units with a point and two digits: "-1234.50". A number, never quoted.
std::string csv_amount(std::int64_t minor_units);

// Begins with a byte order mark, without which spreadsheets do not take it for UTF-8; then a line of names.
std::string csv_of(const std::vector<statement_line>& lines);

}  // namespace gavel::ledger
