package io.tidings.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;

/**
 * A change to the byte code of a method of the service, so that a test can show that the laboratory finds what that method
 * prevents. A method that is not there, or has nothing to change, is an error: a mutation that changes nothing proves
 * nothing.
 */
final class Mutation {

    private static final int API = Opcodes.ASM9;

    private final String type;

    private final String method;

    private final Change change;

    private boolean applied;

    private Mutation(String type, String method, Change change) {
        this.type = type;
        this.method = method;
        this.change = change;
    }

    /** Has a method that returns nothing do nothing. */
    static Mutation doNothing(String type, String method) {
        return new Mutation(type, method, (mutation, target) -> {
            mutation.applied = true;
            return constant(target, code -> code.visitInsn(Opcodes.RETURN));
        });
    }

    /** Has a method that returns a future return one that is completed. */
    static Mutation completeAtOnce(String type, String method) {
        String future = Type.getInternalName(CompletableFuture.class);
        return new Mutation(type, method, (mutation, target) -> {
            mutation.applied = true;
            return constant(target, code -> {
                code.visitInsn(Opcodes.ACONST_NULL);
                code.visitMethodInsn(
                        Opcodes.INVOKESTATIC, future, "completedFuture", "(Ljava/lang/Object;)L" + future + ";", false);
                code.visitInsn(Opcodes.ARETURN);
            });
        });
    }

    /** Has a method call another method where it calls this one; both of one class, with the same parameters. */
    static Mutation callInstead(String type, String method, String called, String instead) {
        return new Mutation(type, method, (mutation, target) -> new MethodVisitor(API, target) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String described, boolean isInterface) {
                boolean hit = name.equals(called);
                mutation.applied |= hit;
                super.visitMethodInsn(opcode, owner, hit ? instead : name, described, isInterface);
            }
        });
    }

    /**
     * Writes the changed class into a folder that can go before the service's own on a class path; one that is there is
     * changed further.
     */
    void write(Path folder) {
        String file = type.replace('.', '/') + ".class";
        Path mutant = folder.resolve(file);
        try {
            byte[] original = Files.exists(mutant) ? Files.readAllBytes(mutant) : original(file);
            Files.createDirectories(mutant.getParent());
            Files.write(mutant, changed(original));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] original(String file) throws IOException {
        try (InputStream original = Mutation.class.getResourceAsStream('/' + file)) {
            if (original == null) {
                throw new IllegalStateException("mutation: '" + type + "' (expected: a class of the service)");
            }
            return original.readAllBytes();
        }
    }

    private byte[] changed(byte[] original) {
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(API, writer) {
                    @Override
                    public @Nullable MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        MethodVisitor target = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return name.equals(method) ? change.of(Mutation.this, target) : target;
                    }
                },
                0);
        if (!applied) {
            throw new IllegalStateException(
                    "mutation: '" + type + "." + method + "' (expected: a method in which there is what is changed)");
        }
        return writer.toByteArray();
    }

    @Override
    public String toString() {
        return type + '.' + method;
    }

    private static MethodVisitor constant(MethodVisitor target, Consumer<MethodVisitor> code) {
        return new MethodVisitor(API) {
            @Override
            public void visitCode() {
                target.visitCode();
                code.accept(target);
                target.visitMaxs(0, 0);
                target.visitEnd();
            }
        };
    }

    /** What a method is to be visited by, given where its code is to go. */
    private interface Change {

        MethodVisitor of(Mutation mutation, MethodVisitor target);
    }
}
