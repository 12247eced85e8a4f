// Rows on their way back. Columns are read by name; a missing column, an unexpected null or a malformed value throws std::logic_error (our
// bug). A name is looked for from the last one found onwards: a mapping that reads in the order of the select list finds it at once.
#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"

#include <boost/json/value.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
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
template <class T>
struct is_bytes : std::false_type {};
template <std::size_t size>
struct is_bytes<std::array<unsigned char, size>> : std::true_type {};
}  // namespace detail

// Keeps its result alive; cheap to copy.
class row {
public:
    row(std::shared_ptr<pg_result> owner, int index) : owner_(std::move(owner)), index_(index) {}

    bool is_null(std::string_view column) const { return is_null(position(column)); }
    std::string_view text(std::string_view column) const { return text(position(column)); }  // valid while the row lives
    std::string first() const;  // of the first column, whatever its name; "" for null

    // bool, int, std::int64_t, double, std::string, std::string_view, instant, id<...>, boost::json::value, std::vector<unsigned char> and
    // std::array<unsigned char, n> (bytea), vectors of int, std::int64_t and std::string (arrays), and std::optional of any of them.
    template <class T>
    T get(std::string_view column) const {
        return get<T>(position(column));
    }

private:
    template <class T>
    T get(int at) const {
        if constexpr (detail::is_optional<T>::value) {
            if (is_null(at)) return std::nullopt;
            return get<typename T::value_type>(at);
        } else if constexpr (detail::is_id<T>::value) {
            return T{get<std::int64_t>(at)};
        } else if constexpr (detail::is_bytes<T>::value) {
            T value;
            read_bytes(at, value);
            return value;
        } else {
            return read(at, static_cast<T*>(nullptr));
        }
    }

    int position(std::string_view column) const;
    std::string_view name(int at) const;
    bool is_null(int at) const;
    std::string_view text(int at) const;
    bool read(int at, bool*) const;
    int read(int at, int*) const;
    std::int64_t read(int at, std::int64_t*) const;
    double read(int at, double*) const;
    std::string read(int at, std::string*) const;
    std::string_view read(int at, std::string_view*) const;
    instant read(int at, instant*) const;
    std::vector<unsigned char> read(int at, std::vector<unsigned char>*) const;
    void read_bytes(int at, std::span<unsigned char> into) const;  // exactly as many
    boost::json::value read(int at, boost::json::value*) const;
    std::vector<int> read(int at, std::vector<int>*) const;
    std::vector<std::int64_t> read(int at, std::vector<std::int64_t>*) const;
    std::vector<std::string> read(int at, std::vector<std::string>*) const;

    std::shared_ptr<pg_result> owner_;
    int index_;
    mutable int found_ = 0;  // the column found last
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
