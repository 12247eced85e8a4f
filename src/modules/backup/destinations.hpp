// The places a backup goes to, all at once. One that fails drops out of this backup and does not stop the others.
#pragma once
#include "modules/backup/manifest.hpp"
#include "modules/backup/target.hpp"

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace gavel::backup {

// Nobody is left to write to; says what happened to each.
struct no_place_left : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class destinations {
public:
    // `all` outlives it.
    explicit destinations(const std::vector<std::unique_ptr<target>>& all);

    struct place {
        target* at = nullptr;
        std::string failure;      // empty: it has everything so far
        std::uint64_t bytes = 0;  // written to it
    };
    const std::vector<place>& places() const { return places_; }

    // The same file at every place that is left. Throws no_place_left.
    awaitable<part> store(std::string name, std::shared_ptr<const std::string> content);
    // Names below `prefix` that every place that is left has, with these sizes.
    awaitable<std::set<std::string>> common(std::string prefix, const std::vector<part>& expected);
    // What keeps somebody from being written to from now on.
    void drop(std::size_t which, std::string why);

private:
    awaitable<void> store_at(std::size_t which, std::string name, std::shared_ptr<const std::string> content);
    awaitable<void> list_at(std::size_t which, std::string prefix, std::vector<stored_file>* into);
    void require_one() const;

    std::vector<place> places_;
};

}  // namespace gavel::backup
