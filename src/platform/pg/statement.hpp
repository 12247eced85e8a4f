// A statement has a name (metrics, logs, prepared name) and a text. Declare it as a namespace-scope constant above the mapping of its rows:
//   const pg::statement find_lot_sql{"lots.find", R"sql(select ...)sql"};
// Each one enters a list at program start, so a test can prepare them all against a freshly migrated database.
#pragma once
#include <string_view>

namespace gavel::pg {

class statement {
public:
    statement(const char* name, const char* sql) noexcept : name_(name), sql_(sql), next_(first()) { first() = this; }
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;

    const char* name() const { return name_; }
    const char* sql() const { return sql_; }
    const statement* next() const { return next_; }
    static const statement*& first() noexcept {
        static const statement* head = nullptr;
        return head;
    }

private:
    const char* name_;
    const char* sql_;
    const statement* next_;
};

}  // namespace gavel::pg
