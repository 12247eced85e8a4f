#include "platform/image/render.hpp"

#include <vips/vips8>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace gavel::image {

namespace {

using vips::VImage;

// Chosen by measurement (bench/media, docs/operate/media.md): from these values on more effort costs much and saves little.
constexpr int avif_quality = 55, avif_effort = 2;
constexpr int webp_quality = 78, webp_effort = 3;
constexpr int jpeg_quality = 80;
constexpr int placeholder_side = 16, placeholder_quality = 40, placeholder_effort = 6;
constexpr double white = 255;

// A refusal on its way out of the middle of the work.
struct refusal {
    reason why;
};

const char* loader_of(kind k) {
    switch (k) {
        case kind::jpeg: return "VipsForeignLoadJpegBuffer";
        case kind::png: return "VipsForeignLoadPngBuffer";
        case kind::webp: return "VipsForeignLoadWebpBuffer";
        case kind::avif:
        case kind::heic: return "VipsForeignLoadHeifBuffer";
    }
    return "";
}

// Bytes that libvips looks at where they are.
class borrowed {
public:
    explicit borrowed(std::string_view content) : blob_(vips_blob_new(nullptr, content.data(), content.size())) {}
    ~borrowed() { vips_area_unref(VIPS_AREA(blob_)); }
    borrowed(const borrowed&) = delete;
    borrowed& operator=(const borrowed&) = delete;
    VipsBlob* get() const { return blob_; }

private:
    VipsBlob* blob_;
};

// Only the head is read: the size is known before anything is decoded.
VImage open_head(const borrowed& content, kind k) {
    switch (k) {
        case kind::jpeg: return VImage::jpegload_buffer(content.get());
        case kind::png: return VImage::pngload_buffer(content.get());
        case kind::webp: return VImage::webpload_buffer(content.get());
        case kind::avif:
        case kind::heic: return VImage::heifload_buffer(content.get());
    }
    throw std::logic_error("no such kind");
}

// Orientations 5 to 8 lie on their side.
bool lies(const VImage& head) { return head.get_typeof(VIPS_META_ORIENTATION) != 0 && head.get_int(VIPS_META_ORIENTATION) >= 5; }

void judge(std::int64_t width, std::int64_t height, const limits& l) {
    if (width > l.side_max || height > l.side_max || width * height > l.pixels_max) throw refusal{reason::too_many_pixels};
    if (std::min(width, height) < l.side_min) throw refusal{reason::too_small};
    if (std::max(width, height) > l.ratio_max * std::min(width, height)) throw refusal{reason::too_narrow};
}

// sRGB with eight bits per channel, opaque, without anything that is not a pixel, in memory.
VImage plain(VImage in) {
    if (in.has_alpha()) in = in.flatten(VImage::option()->set("background", std::vector<double>{white, white, white}));
    in = in.colourspace(VIPS_INTERPRETATION_sRGB);
    if (in.bands() > 3) in = in.extract_band(0, VImage::option()->set("n", 3));
    auto pixels = in.cast(VIPS_FORMAT_UCHAR).copy_memory();
    // Where and with what it was taken, profiles, comments: not every saver of libvips leaves out all of it when asked to strip.
    gchar** const fields = vips_image_get_fields(pixels.get_image());
    for (auto* each = fields; *each; ++each) pixels.remove(*each);
    g_strfreev(fields);
    return pixels;
}

VImage decoded(const borrowed& content, const VImage& head, int side, const order& wanted) {
    // Its own fail_on does not reach the reader of a buffer.
    auto* options = VImage::option()->set("height", side)->set("size", VIPS_SIZE_DOWN)->set("option_string", "fail_on=truncated");
    // What a picture without a profile means: sRGB, which stays as it is, or in CMYK the usual inks.
    const bool inks = head.interpretation() == VIPS_INTERPRETATION_CMYK;
    if (inks || head.get_typeof(VIPS_META_ICC_NAME) != 0) options->set("export_profile", "srgb");
    if (inks) options->set("import_profile", "cmyk");
    if (wanted.square) options->set("crop", VIPS_INTERESTING_CENTRE);
    const auto made = plain(VImage::thumbnail_buffer(content.get(), side, options));
    constexpr std::array turns{VIPS_ANGLE_D0, VIPS_ANGLE_D90, VIPS_ANGLE_D180, VIPS_ANGLE_D270};
    const auto turn = turns.at(static_cast<std::size_t>(wanted.quarter_turns % 4));
    return turn == VIPS_ANGLE_D0 ? made : made.rot(turn).copy_memory();
}

std::string taken(VipsBlob* blob) {
    std::size_t size = 0;
    const auto* data = static_cast<const char*>(vips_blob_get(blob, &size));
    std::string content(data, size);
    vips_area_unref(VIPS_AREA(blob));
    return content;
}

// libvips writes its own Exif into every WebP, also when told not to. An opaque still picture needs nothing but its pixels.
std::string only_pixels(std::string_view webp) {
    constexpr std::size_t container_head = 12, chunk_head = 8;
    for (std::size_t at = container_head; at + chunk_head <= webp.size();) {
        std::size_t size = 0;
        for (std::size_t i = 0; i < 4; ++i) size |= std::size_t{static_cast<unsigned char>(webp[at + 4 + i])} << (8 * i);
        const auto whole = chunk_head + size + size % 2;  // padded to an even length
        if (whole > webp.size() - at) break;
        if (webp.substr(at, 4) == "VP8 ") {
            std::string out("RIFF....WEBP");
            for (std::size_t i = 0; i < 4; ++i) out[4 + i] = static_cast<char>((whole + 4) >> (8 * i));
            return out.append(webp.substr(at, whole));
        }
        at += whole;
    }
    throw std::logic_error("a WebP without pixels was made");
}

std::string encoded_webp(const VImage& image, int quality, int effort) {
    return only_pixels(taken(image.webpsave_buffer(VImage::option()->set("Q", quality)->set("effort", effort)->set("strip", true))));
}

std::string encoded_as(const VImage& image, format f) {
    switch (f) {
        case format::avif:
            return taken(image.heifsave_buffer(VImage::option()
                                                   ->set("compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1)
                                                   ->set("Q", avif_quality)
                                                   ->set("effort", avif_effort)
                                                   ->set("strip", true)));
        case format::webp: return encoded_webp(image, webp_quality, webp_effort);
        case format::jpeg:
            return taken(image.jpegsave_buffer(
                VImage::option()->set("Q", jpeg_quality)->set("optimize_coding", true)->set("interlace", true)->set("strip", true)));
    }
    throw std::logic_error("no such format");
}

VImage shrunk(const VImage& image, int side) {
    return image.thumbnail_image(side, VImage::option()->set("height", side)->set("size", VIPS_SIZE_DOWN)).copy_memory();
}

picture made_of(std::string_view bytes, kind k, const order& wanted) {
    const borrowed content(bytes);
    const auto head = open_head(content, k);
    picture p;
    p.kind = k;
    p.width = lies(head) ? head.height() : head.width();
    p.height = lies(head) ? head.width() : head.height();
    judge(p.width, p.height, wanted.limits);
    if (wanted.quarter_turns % 2 != 0) std::swap(p.width, p.height);

    VImage image;
    for (int side : wanted.sides) {
        const bool first = image.is_null();
        if (wanted.square) side = std::min({side, p.width, p.height});
        // Smaller than the next size already: this one would be the same again.
        if (!first && std::max(image.width(), image.height()) <= side) continue;
        image = first ? decoded(content, head, side, wanted) : shrunk(image, side);
        for (const auto f : wanted.formats) p.variants.push_back({f, image.width(), image.height(), encoded_as(image, f)});
    }
    if (image.is_null()) throw std::logic_error("an order without sizes");
    p.placeholder = encoded_webp(shrunk(image, placeholder_side), placeholder_quality, placeholder_effort);
    return p;
}

}  // namespace

std::string_view to_string(format f) { return f == format::avif ? "avif" : f == format::webp ? "webp" : "jpeg"; }
std::string_view media_type_of(format f) { return f == format::avif ? "image/avif" : f == format::webp ? "image/webp" : "image/jpeg"; }
std::string_view extension_of(format f) { return f == format::jpeg ? "jpg" : to_string(f); }

void start_libvips(const char* program) {
    if (VIPS_INIT(program) != 0) throw std::runtime_error("libvips does not start");
    vips_concurrency_set(1);  // the pool of workers is what makes use of several cores
    vips_cache_set_max(0);
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (const auto k : {kind::jpeg, kind::png, kind::webp, kind::heic}) vips_operation_block_set(loader_of(k), FALSE);
    // The codecs are looked for at their first use; afterwards there may be no way to them.
    const auto avif = encoded_as(VImage::black(16, 16, VImage::option()->set("bands", 3)), format::avif);
    const borrowed content(avif);
    VImage::heifload_buffer(content.get()).avg();
}

std::expected<picture, reason> render(std::string_view content, const order& wanted) {
    const auto k = recognise(content);
    if (!k) return std::unexpected(k.error());
    try {
        return made_of(content, *k, wanted);
    } catch (const refusal& r) {
        return std::unexpected(r.why);
    } catch (const vips::VError&) {
        // What libvips says may quote the file, and says nothing that its owner could use.
        vips_error_clear();
        return std::unexpected(reason::damaged);
    }
}

}  // namespace gavel::image
