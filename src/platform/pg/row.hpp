// Rows on their way back. Columns are read by name; a missing column, an unexpected null or a malformed value throws std::logic_error (our
// bug).
#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"

#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

struct pg_result;

namespace gavel::pg {

namespace detail {
template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
struct is_id : std::false_type {};
template <class Tag>
struct is_id<id<Tag>> : std::true_type {};
}  // namespace detail

// Keeps its result alive; cheap to copy.
class row {
public:
    row(std::shared_ptr<pg_result> owner, int index) : owner_(std::move(owner)), index_(index) {}

    bool is_null(std::string_view column) const;
    std::string_view text(std::string_view column) const;  // valid while the row lives
    std::string first() const;                             // of the first column, whatever its name; "" for null

    // bool, int, std::int64_t, double, std::string, std::string_view, instant, id<...>, std::vector<unsigned char> (bytea),
    // boost::json::value, std::vector<std::int64_t>, and std::optional of any of them.
    template <class T>
    T get(std::string_view column) const {
        if constexpr (detail::is_optional<T>::value) {
            if (is_null(column)) return std::nullopt;
            return get<typename T::value_type>(column);
        } else if constexpr (detail::is_id<T>::value) {
            return T{get<std::int64_t>(column)};
        } else {
            return read(column, static_cast<T*>(nullptr));
        }
    }

private:
    bool read(std::string_view, bool*) const;
    int read(std::string_view, int*) const;
    std::int64_t read(std::string_view, std::int64_t*) const;
    double read(std::string_view, double*) const;
    std::string read(std::string_view, std::string*) const;
    std::string_view read(std::string_view, std::string_view*) const;
    instant read(std::string_view, instant*) const;
    std::vector<unsigned char> read(std::string_view, std::vector<unsigned char>*) const;
    boost::json::value read(std::string_view, boost::json::value*) const;
    std::vector<std::int64_t> read(std::string_view, std::vector<std::int64_t>*) const;

    std::shared_ptr<pg_result> owner_;
    int index_;
};

class rows {
public:
    rows() {}
    explicit rows(std::shared_ptr<pg_result> owner);

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    std::int64_t affected() const { return affected_; }  // insert, update, delete
    std::string_view command() const;                    // the command that ran, as the server names it: "INSERT 0 1", "COMMIT"
    row operator[](std::size_t index) const { return row(owner_, static_cast<int>(index)); }
    row front() const { return (*this)[0]; }

    class iterator {
    public:
        iterator(const rows* of, std::size_t at) : of_(of), at_(at) {}
        row operator*() const { return (*of_)[at_]; }
        iterator& operator++() {
            ++at_;
            return *this;
        }
        bool operator==(const iterator&) const = default;

    private:
        const rows* of_;
        std::size_t at_;
    };
    iterator begin() const { return {this, 0}; }
    iterator end() const { return {this, size_}; }

private:
    std::shared_ptr<pg_result> owner_;
    std::size_t size_ = 0;
    std::int64_t affected_ = 0;
};

}  // namespace gavel::pg
