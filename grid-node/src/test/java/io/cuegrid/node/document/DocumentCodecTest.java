package io.cuegrid.node.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cuegrid.api.document.JobDocument;
import io.cuegrid.api.document.LayerDocument;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DocumentCodecTest {

    @Test
    void shouldGiveBackWhatWasCompressed() {
        JobDocument.Builder document = JobDocument.newBuilder().setName("show-shot-user_job");
        for (int i = 0; i < 2_000; i++) {
            document.addLayers(LayerDocument.newBuilder().setName("layer" + i).setCommand("render -frame #IFRAME#"));
        }
        byte[] bytes = DocumentCodec.compress(document.build());
        assertThat(DocumentCodec.decompress(bytes)).isEqualTo(document.build());
        assertThat(bytes.length).isLessThan(document.build().getSerializedSize() / 4);
    }

    @Test
    void shouldTakeTheEmptyDocument() {
        JobDocument empty = JobDocument.getDefaultInstance();
        assertThat(DocumentCodec.decompress(DocumentCodec.compress(empty))).isEqualTo(empty);
    }

    @Test
    void shouldRefuseDamagedBytes() {
        byte[] bytes = DocumentCodec.compress(
                JobDocument.newBuilder().setName("show-shot-user_job").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DocumentCodec.decompress(Arrays.copyOf(bytes, bytes.length - 4)));
        assertThatIllegalArgumentException().isThrownBy(() -> DocumentCodec.decompress(new byte[3]));
        bytes[4] = 0x7F;
        assertThatIllegalArgumentException().isThrownBy(() -> DocumentCodec.decompress(bytes));
    }

    @Test
    void shouldRefuseADocumentAboveTheLimit() {
        JobDocument large = JobDocument.newBuilder()
                .setName("x".repeat(DocumentCodec.PLAIN_BYTES_MAX))
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DocumentCodec.compress(large))
                .withMessageContaining("at most");
    }
}
