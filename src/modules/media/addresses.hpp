// Where the public files are, as pages name them.
#pragma once
#include <string>
#include <string_view>

namespace gavel::media {

class addresses {
public:
    // `public_url`: scheme://host of the media address, or nothing for the site's own.
    explicit addresses(std::string public_url) : base_(std::move(public_url)) {
        while (base_.ends_with('/')) base_.pop_back();
    }

    // Without a slash at its end: /media/3f/3f09…
    std::string of(std::string_view rendition) const {
        return base_ + "/media/" + std::string(rendition.substr(0, 2)) + "/" + std::string(rendition);
    }
    // For readers that know no page to begin at (Open Graph): with scheme and host in any case.
    std::string absolute(std::string_view site_origin, std::string_view rendition) const {
        return base_.empty() ? std::string(site_origin) + of(rendition) : of(rendition);
    }

private:
    std::string base_;
};

}  // namespace gavel::media
