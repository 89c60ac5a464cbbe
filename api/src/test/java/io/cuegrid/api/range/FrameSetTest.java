package io.cuegrid.api.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameSetTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "4927               | 4927",
                "-4982              | -4982",
                "0001               | 1",
                "007                | 7",
                "-007               | -7",
                "1-7                | 1 2 3 4 5 6 7",
                "-20--13            | -20 -19 -18 -17 -16 -15 -14 -13",
                "-5-3               | -5 -4 -3 -2 -1 0 1 2 3",
                "6-2                | 6 5 4 3 2",
                "-2--6              | -2 -3 -4 -5 -6",
                "1--5               | 1 0 -1 -2 -3 -4 -5",
                "5-5                | 5",
                "0-0                | 0",
                "-3--3              | -3",
                "1-8x2              | 1 3 5 7",
                "1-10x3             | 1 4 7 10",
                "1-1x1              | 1",
                "1-7x10             | 1",
                "8-1x-2             | 8 6 4 2",
                "10-1x-1            | 10 9 8 7 6 5 4 3 2 1",
                "10-1x-3            | 10 7 4 1",
                "5-5x1              | 5",
                "5-5x2              | 5",
                "1-8y2              | 2 4 6 8",
                "1-10y3             | 2 3 5 6 8 9",
                "10-1y-3            | 9 8 6 5 3 2",
                "1-3y5              | 2 3",
                "1-10:5             | 1 6 3 5 7 9 2 4 8 10",
                "10-1:-5            | 10 5 8 6 4 2 9 7 3 1",
                "1-10:1             | 1 2 3 4 5 6 7 8 9 10",
                "1-10:2             | 1 3 5 7 9 2 4 6 8 10",
                "1-10:4             | 1 5 9 3 7 2 4 6 8 10",
                "1-10:20            | 1 6 3 5 7 9 2 4 8 10",
                "1-10:2147483647    | 1 8 4 7 10 2 3 5 6 9",
                "1-2,2-3            | 1 2 2 3",
                "1,1,1              | 1 1 1",
                "1-3,2-6x2          | 1 2 3 2 4 6",
                "1-3,7,10-12        | 1 2 3 7 10 11 12",
                "5-1,1-10:5         | 5 4 3 2 1 1 6 3 5 7 9 2 4 8 10",
                "-2147483648        | -2147483648",
                "2147483646-2147483647 | 2147483646 2147483647",
            })
    void shouldMeanTheFramesOfTheReference(String text, String frames) {
        FrameSet set = FrameSet.parse(text);

        assertThat(spaced(set)).isEqualTo(frames);
        int[] array = set.toArray();
        assertThat(set.size()).isEqualTo(array.length);
        for (int i = 0; i < array.length; i++) {
            assertThat(set.get(i)).isEqualTo(array[i]);
        }
        assertThat(FrameSet.parse(set.toString())).as(set.toString()).isEqualTo(set);
        assertThat(FrameSet.ofRuns(set.runs())).isEqualTo(set);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "5-5x-1       | 5 | greater than the start frame when the step is negative",
                "1-8x-2       | 5 | greater than the start frame when the step is negative",
                "5-1x2        | 5 | less than the start frame when the step is positive",
                "5-1x1        | 5 | less than the start frame when the step is positive",
                "5-1y1        | 5 | less than the start frame when the step is positive",
                "5-1:1        | 5 | less than the start frame when the step is positive",
                "10-1:5       | 6 | less than the start frame when the step is positive",
                "1-10:-5      | 6 | greater than the start frame when the step is negative",
                "1-5x0        | 5 | the step cannot be zero",
                "1-10:0       | 6 | the step cannot be zero",
                "1-10y1       | 1 | no frame at all",
                "7,1-10y1     | 3 | no frame at all",
                "1-5,         | 5 | a frame number was expected at the end",
                ",            | 1 | a frame number was expected instead of \",\"",
                ",1           | 1 | a frame number was expected instead of \",\"",
                "1,,2         | 3 | a frame number was expected instead of \",\"",
                "\"\"         | 1 | it is empty",
                "\" 1\"       | 1 | no blanks",
                "\"1 \"       | 2 | no blanks",
                "\"1, 2\"     | 3 | no blanks",
                "\"1-5 x2\"   | 4 | no blanks",
                "\"1\n\"      | 2 | no blanks",
                "a            | 1 | a frame number was expected instead of \"a\"",
                "a-b          | 1 | a frame number was expected instead of \"a\"",
                "1-b          | 3 | the last frame was expected instead of \"b\"",
                "1-5xc        | 5 | a step was expected instead of \"c\"",
                "1-5:c        | 5 | a step was expected instead of \"c\"",
                "1-5x         | 5 | a step was expected at the end",
                "1-10-20      | 5 | \"-\" cannot follow a range",
                "1x10-20      | 2 | \"x\" cannot follow a single frame",
                "1:10-20      | 2 | \":\" cannot follow a single frame",
                "1-5x2:3      | 6 | a comma was expected before \":\"",
                "1-10x2y3     | 7 | a comma was expected before \"y\"",
                "1-5X2        | 4 | \"X\" cannot follow a range",
                "1-5x--2      | 6 | a step was expected instead of \"-\"",
                "--5          | 2 | a frame number was expected instead of \"-\"",
                "+5           | 1 | a frame number was expected instead of \"+\"",
                "1.5          | 2 | \".\" cannot follow a single frame",
                "１           | 1 | a frame number was expected",
                "2147483648   | 1 | outside of -2147483648 to 2147483647",
                "1-1000001    | 1 | has 1000001 frames, the maximum is 1000000",
                "1,1-1000000  | 3 | has 1000001 frames, the maximum is 1000000",
                "-2147483648-2147483647   | 1 | has 4294967296 frames",
                "-2147483648-2147483647:7 | 1 | has 4294967296 frames",
                "1-2147483647y2           | 1 | has 1073741823 frames",
            })
    void shouldSayWhereTheTextIsWrong(String text, int position, String problem) {
        assertThatThrownBy(() -> FrameSet.parse(text.replace("\\n", "\n")))
                .isInstanceOfSatisfying(
                        FrameRangeException.class,
                        thrown -> assertThat(thrown.position())
                                .as(thrown.getMessage())
                                .isEqualTo(position))
                .hasMessageContaining(problem)
                .hasMessageContaining("(position " + position + ")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1-10x2,11-100x20,103-108 | 5 | 5  | 11-91x20",
                "1-10x2,11-100x20,103-108 | 2 | 5  | 5-11x2,31",
                "1-100                    | 9 | 3  | 10-12",
                "55-60                    | 0 | 10 | 55-60",
                "10-1x-1                  | 0 | 4  | 10-7x-1",
                "1-10:5                   | 0 | 4  | 1,6,3,5",
                "1,3                      | 0 | 2  | 1,3",
                "1,2                      | 0 | 2  | 1-2",
                "1,3,4,6,8                | 0 | 5  | 1,3,4,6,8",
                "1-100                    | 99 | 1 | 100",
                "-5-3                     | 0 | 4  | -5--2",
                "1-100                    | 0 | 2147483647 | 1-100",
            })
    void shouldWriteAChunkAsShortRanges(String text, int start, int size, String chunk) {
        assertThat(FrameSet.parse(text).chunkText(start, size)).isEqualTo(chunk);
    }

    @Test
    void shouldRefuseAChunkOutsideOfTheSet() {
        assertThatThrownBy(() -> FrameSet.parse("1-5").chunkText(5, 1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("startFrameIndex 5 is not in range 0-4");
        assertThatThrownBy(() -> FrameSet.parse("1-5").chunkText(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldInterleaveAHundredFramesFromAFixedStart() {
        FrameSet set = FrameSet.parse("1-100:50");

        assertThat(Arrays.copyOf(set.toArray(), 7)).containsExactly(1, 51, 26, 76, 13, 25, 37);
        assertThat(set.normalize()).isEqualTo(FrameSet.parse("1-100"));
    }

    @Test
    void shouldKeepAMillionFramesAsOneRun() {
        FrameSet set = FrameSet.parse("1-1000000");

        assertThat(set.runs()).containsExactly(new FrameRun(1, 1, 1_000_000));
        assertThat(set.get(999_999)).isEqualTo(1_000_000);
        assertThat(set.distinct()).isSameAs(set);
    }

    @Test
    void shouldDropDuplicatesKeepingFirstPlaces() {
        assertThat(spaced(FrameSet.parse("1-3,2-5").distinct())).isEqualTo("1 2 3 4 5");
        assertThat(spaced(FrameSet.parse("5,3,1,3,5,2").distinct())).isEqualTo("5 3 1 2");
        assertThat(spaced(
                        FrameSet.of(Integer.MIN_VALUE, 0, Integer.MIN_VALUE, 0).distinct()))
                .isEqualTo("-2147483648 0");
    }

    @Test
    void shouldSortAndDropDuplicatesWhenNormalized() {
        assertThat(spaced(FrameSet.parse("1-2,2-3").normalize())).isEqualTo("1 2 3");
        assertThat(spaced(FrameSet.parse("5,3,1").normalize())).isEqualTo("1 3 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000-2000        | 1000-2000x500 | 1000 1500 2000",
                "10-1x-1          | 1-5           | 5 4 3 2 1",
                "1-3,2-5          | 2,3,2         | 2 3",
                "5,3,1            | 1-5           | 5 3 1",
                "1-10             | 10-5x-1       | 5 6 7 8 9 10",
                "1-10             | 20-30         | ''",
            })
    void shouldIntersectInItsOwnOrder(String text, String other, String frames) {
        assertThat(spaced(FrameSet.parse(text).intersect(FrameSet.parse(other))))
                .isEqualTo(frames);
    }

    @Test
    void shouldFindTheFirstIndexOfAFrame() {
        FrameSet set = FrameSet.parse("10-1x-3,1-4,-7");

        assertThat(IntStream.of(10, 4, 1, 2, -7, 8, 11).map(set::index)).containsExactly(0, 2, 3, 5, 8, -1, -1);
        assertThat(set.contains(4)).isTrue();
        assertThat(set.contains(5)).isFalse();
    }

    private static String spaced(FrameSet set) {
        return set.stream().mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }
}
