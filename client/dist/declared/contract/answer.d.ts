import { z } from 'zod';
export declare const quality: z.ZodEnum<{
    "1080p": "1080p";
    "1440p": "1440p";
    "2160p": "2160p";
    "360p": "360p";
    "480p": "480p";
    "720p": "720p";
    auto: "auto";
}>;
export type Quality = z.infer<typeof quality>;
declare const sourceType: z.ZodEnum<{
    dash: "dash";
    hls: "hls";
    mp4: "mp4";
    webm: "webm";
}>;
export type SourceType = z.infer<typeof sourceType>;
/** An absolute http(s) URL without credentials. */
export declare const mediaUrl: z.ZodString;
/** One rendition of an adaptive stream. */
export declare const variant: z.ZodObject<{
    quality: z.ZodEnum<{
        "1080p": "1080p";
        "1440p": "1440p";
        "2160p": "2160p";
        "360p": "360p";
        "480p": "480p";
        "720p": "720p";
        auto: "auto";
    }>;
    width: z.ZodOptional<z.ZodInt>;
    height: z.ZodOptional<z.ZodInt>;
    bandwidth: z.ZodOptional<z.ZodInt>;
    codecs: z.ZodOptional<z.ZodString>;
    frameRate: z.ZodOptional<z.ZodNumber>;
}, z.core.$strip>;
export type Variant = z.infer<typeof variant>;
declare const drm: z.ZodEnum<{
    fairplay: "fairplay";
    playready: "playready";
    widevine: "widevine";
}>;
export type Drm = z.infer<typeof drm>;
export declare const source: z.ZodObject<{
    url: z.ZodString;
    id: z.ZodString;
    quality: z.ZodEnum<{
        "1080p": "1080p";
        "1440p": "1440p";
        "2160p": "2160p";
        "360p": "360p";
        "480p": "480p";
        "720p": "720p";
        auto: "auto";
    }>;
    type: z.ZodEnum<{
        dash: "dash";
        hls: "hls";
        mp4: "mp4";
        webm: "webm";
    }>;
    label: z.ZodOptional<z.ZodString>;
    provider: z.ZodOptional<z.ZodString>;
    width: z.ZodOptional<z.ZodInt>;
    height: z.ZodOptional<z.ZodInt>;
    bandwidth: z.ZodOptional<z.ZodInt>;
    codecs: z.ZodOptional<z.ZodString>;
    frameRate: z.ZodOptional<z.ZodNumber>;
    expiresAt: z.ZodOptional<z.ZodISODateTime>;
    drm: z.ZodOptional<z.ZodArray<z.ZodEnum<{
        fairplay: "fairplay";
        playready: "playready";
        widevine: "widevine";
    }>>>;
    variants: z.ZodOptional<z.ZodArray<z.ZodObject<{
        quality: z.ZodEnum<{
            "1080p": "1080p";
            "1440p": "1440p";
            "2160p": "2160p";
            "360p": "360p";
            "480p": "480p";
            "720p": "720p";
            auto: "auto";
        }>;
        width: z.ZodOptional<z.ZodInt>;
        height: z.ZodOptional<z.ZodInt>;
        bandwidth: z.ZodOptional<z.ZodInt>;
        codecs: z.ZodOptional<z.ZodString>;
        frameRate: z.ZodOptional<z.ZodNumber>;
    }, z.core.$strip>>>;
    health: z.ZodOptional<z.ZodEnum<{
        down: "down";
        slow: "slow";
    }>>;
    checkedAt: z.ZodOptional<z.ZodISODateTime>;
    browser: z.ZodOptional<z.ZodLiteral<false>>;
}, z.core.$strip>;
export type Source = z.infer<typeof source>;
export declare const subtitle: z.ZodObject<{
    label: z.ZodString;
    language: z.ZodString;
    url: z.ZodString;
    kind: z.ZodOptional<z.ZodEnum<{
        forced: "forced";
        sdh: "sdh";
    }>>;
    delivery: z.ZodOptional<z.ZodLiteral<"in-manifest">>;
    expiresAt: z.ZodOptional<z.ZodISODateTime>;
}, z.core.$strip>;
export type Subtitle = z.infer<typeof subtitle>;
export declare const videoData: z.ZodObject<{
    sources: z.ZodArray<z.ZodObject<{
        url: z.ZodString;
        id: z.ZodString;
        quality: z.ZodEnum<{
            "1080p": "1080p";
            "1440p": "1440p";
            "2160p": "2160p";
            "360p": "360p";
            "480p": "480p";
            "720p": "720p";
            auto: "auto";
        }>;
        type: z.ZodEnum<{
            dash: "dash";
            hls: "hls";
            mp4: "mp4";
            webm: "webm";
        }>;
        label: z.ZodOptional<z.ZodString>;
        provider: z.ZodOptional<z.ZodString>;
        width: z.ZodOptional<z.ZodInt>;
        height: z.ZodOptional<z.ZodInt>;
        bandwidth: z.ZodOptional<z.ZodInt>;
        codecs: z.ZodOptional<z.ZodString>;
        frameRate: z.ZodOptional<z.ZodNumber>;
        expiresAt: z.ZodOptional<z.ZodISODateTime>;
        drm: z.ZodOptional<z.ZodArray<z.ZodEnum<{
            fairplay: "fairplay";
            playready: "playready";
            widevine: "widevine";
        }>>>;
        variants: z.ZodOptional<z.ZodArray<z.ZodObject<{
            quality: z.ZodEnum<{
                "1080p": "1080p";
                "1440p": "1440p";
                "2160p": "2160p";
                "360p": "360p";
                "480p": "480p";
                "720p": "720p";
                auto: "auto";
            }>;
            width: z.ZodOptional<z.ZodInt>;
            height: z.ZodOptional<z.ZodInt>;
            bandwidth: z.ZodOptional<z.ZodInt>;
            codecs: z.ZodOptional<z.ZodString>;
            frameRate: z.ZodOptional<z.ZodNumber>;
        }, z.core.$strip>>>;
        health: z.ZodOptional<z.ZodEnum<{
            down: "down";
            slow: "slow";
        }>>;
        checkedAt: z.ZodOptional<z.ZodISODateTime>;
        browser: z.ZodOptional<z.ZodLiteral<false>>;
    }, z.core.$strip>>;
    subtitles: z.ZodArray<z.ZodObject<{
        label: z.ZodString;
        language: z.ZodString;
        url: z.ZodString;
        kind: z.ZodOptional<z.ZodEnum<{
            forced: "forced";
            sdh: "sdh";
        }>>;
        delivery: z.ZodOptional<z.ZodLiteral<"in-manifest">>;
        expiresAt: z.ZodOptional<z.ZodISODateTime>;
    }, z.core.$strip>>;
    poster: z.ZodOptional<z.ZodString>;
    duration: z.ZodOptional<z.ZodInt>;
}, z.core.$strip>;
export type VideoData = z.infer<typeof videoData>;
export declare const metadata: z.ZodObject<{
    tmdbId: z.ZodString;
    mediaType: z.ZodEnum<{
        movie: "movie";
        tv: "tv";
    }>;
    sourceCount: z.ZodInt;
    subtitleCount: z.ZodInt;
    bestQuality: z.ZodEnum<{
        "1080p": "1080p";
        "1440p": "1440p";
        "2160p": "2160p";
        "360p": "360p";
        "480p": "480p";
        "720p": "720p";
        auto: "auto";
    }>;
    preferredQuality: z.ZodOptional<z.ZodEnum<{
        "1080p": "1080p";
        "1440p": "1440p";
        "2160p": "2160p";
        "360p": "360p";
        "480p": "480p";
        "720p": "720p";
        auto: "auto";
    }>>;
    responseTime: z.ZodString;
}, z.core.$strip>;
export declare const successAnswer: z.ZodObject<{
    success: z.ZodLiteral<true>;
    data: z.ZodObject<{
        sources: z.ZodArray<z.ZodObject<{
            url: z.ZodString;
            id: z.ZodString;
            quality: z.ZodEnum<{
                "1080p": "1080p";
                "1440p": "1440p";
                "2160p": "2160p";
                "360p": "360p";
                "480p": "480p";
                "720p": "720p";
                auto: "auto";
            }>;
            type: z.ZodEnum<{
                dash: "dash";
                hls: "hls";
                mp4: "mp4";
                webm: "webm";
            }>;
            label: z.ZodOptional<z.ZodString>;
            provider: z.ZodOptional<z.ZodString>;
            width: z.ZodOptional<z.ZodInt>;
            height: z.ZodOptional<z.ZodInt>;
            bandwidth: z.ZodOptional<z.ZodInt>;
            codecs: z.ZodOptional<z.ZodString>;
            frameRate: z.ZodOptional<z.ZodNumber>;
            expiresAt: z.ZodOptional<z.ZodISODateTime>;
            drm: z.ZodOptional<z.ZodArray<z.ZodEnum<{
                fairplay: "fairplay";
                playready: "playready";
                widevine: "widevine";
            }>>>;
            variants: z.ZodOptional<z.ZodArray<z.ZodObject<{
                quality: z.ZodEnum<{
                    "1080p": "1080p";
                    "1440p": "1440p";
                    "2160p": "2160p";
                    "360p": "360p";
                    "480p": "480p";
                    "720p": "720p";
                    auto: "auto";
                }>;
                width: z.ZodOptional<z.ZodInt>;
                height: z.ZodOptional<z.ZodInt>;
                bandwidth: z.ZodOptional<z.ZodInt>;
                codecs: z.ZodOptional<z.ZodString>;
                frameRate: z.ZodOptional<z.ZodNumber>;
            }, z.core.$strip>>>;
            health: z.ZodOptional<z.ZodEnum<{
                down: "down";
                slow: "slow";
            }>>;
            checkedAt: z.ZodOptional<z.ZodISODateTime>;
            browser: z.ZodOptional<z.ZodLiteral<false>>;
        }, z.core.$strip>>;
        subtitles: z.ZodArray<z.ZodObject<{
            label: z.ZodString;
            language: z.ZodString;
            url: z.ZodString;
            kind: z.ZodOptional<z.ZodEnum<{
                forced: "forced";
                sdh: "sdh";
            }>>;
            delivery: z.ZodOptional<z.ZodLiteral<"in-manifest">>;
            expiresAt: z.ZodOptional<z.ZodISODateTime>;
        }, z.core.$strip>>;
        poster: z.ZodOptional<z.ZodString>;
        duration: z.ZodOptional<z.ZodInt>;
    }, z.core.$strip>;
    metadata: z.ZodObject<{
        tmdbId: z.ZodString;
        mediaType: z.ZodEnum<{
            movie: "movie";
            tv: "tv";
        }>;
        sourceCount: z.ZodInt;
        subtitleCount: z.ZodInt;
        bestQuality: z.ZodEnum<{
            "1080p": "1080p";
            "1440p": "1440p";
            "2160p": "2160p";
            "360p": "360p";
            "480p": "480p";
            "720p": "720p";
            auto: "auto";
        }>;
        preferredQuality: z.ZodOptional<z.ZodEnum<{
            "1080p": "1080p";
            "1440p": "1440p";
            "2160p": "2160p";
            "360p": "360p";
            "480p": "480p";
            "720p": "720p";
            auto: "auto";
        }>>;
        responseTime: z.ZodString;
    }, z.core.$strip>;
}, z.core.$strip>;
export type SuccessAnswer = z.infer<typeof successAnswer>;
export {};
